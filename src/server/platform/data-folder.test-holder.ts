import { openDataFolder } from './data-folder.ts'

await openDataFolder(process.argv[2]!, { address: 'http://127.0.0.1:1', postgresMajor: 18 })
process.send!('held')
setInterval(() => {}, 1000)
