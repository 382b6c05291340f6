import '@mantine/dates/styles.layer.css'
import { Button, Group } from '@mantine/core'
import { DatePicker, DatesProvider } from '@mantine/dates'
import 'dayjs/locale/en-gb'
import type { PlainDate } from '#domain/plain-date.ts'
import { words } from './words.ts'

interface DayCalendarProps {
  readonly day: PlainDate | null
  readonly today: PlainDate
  readonly onDay: (day: PlainDate | null) => void
}

/** The calendar of a day field, fetched when somebody reaches for it. */
export default function DayCalendar({ day, today, onDay }: DayCalendarProps) {
  return (
    <DatesProvider settings={{ locale: 'en-gb', firstDayOfWeek: 1, weekendDays: [] }}>
      <DatePicker
        value={day}
        defaultDate={day ?? today}
        highlightToday
        hideOutsideDates
        size="sm"
        onChange={(chosen) => onDay(chosen)}
        ariaLabels={{
          previousMonth: words.dates.previousMonth,
          nextMonth: words.dates.nextMonth,
        }}
      />
      <Group justify="space-between" mt="xs">
        <Button size="compact-sm" variant="subtle" onClick={() => onDay(today)}>
          {words.dates.today}
        </Button>
        {day !== null && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onDay(null)}>
            {words.dates.clear}
          </Button>
        )}
      </Group>
    </DatesProvider>
  )
}
