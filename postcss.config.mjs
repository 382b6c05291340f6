import mantine from 'postcss-preset-mantine'
import variables from 'postcss-simple-vars'

export default {
  plugins: [mantine(), variables({ variables: { 'mantine-breakpoint-sm': '48em' } })],
}
