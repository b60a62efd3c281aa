/** What the reader has just sent is checked before others see it; the page is read once more, so that it shows the outcome by itself. */
import { watch } from 'vue'
import { useTask } from './useTask'

/** The check is usually done well within this. */
const CHECK_MS = 1200

export interface Checked { id: string, state: string }

/** Those of them that are still being checked, as one word for `useRecheck`. */
export const beingChecked = (...things: (Checked | undefined)[]): string =>
  things.filter(one => one?.state === 'checking').map(one => one!.id).join(' ')

const onTop = () => getCurrentPages().slice(-1)[0]

/** `waiting` names what is being checked, '' for nothing; `read` reads the page again. Only while the page is on top. */
export function useRecheck(waiting: () => string, read: () => Promise<unknown>): void {
  /** Nobody asked for it, so its failure is not told. */
  const reading = useTask(async () => void await read())

  watch(waiting, (names) => {
    if (!names) return
    const page = onTop()
    setTimeout(() => {
      if (waiting() && onTop() === page) void reading.run()
    }, CHECK_MS)
  })
}
