/**
 * A list that grows at its end by the server's cursor.
 *
 * The first page read last stays in memory (never in storage: what neighbours say does not belong on the disk of a
 * phone), so a list opened again without a network still shows something and says how old it is.
 */
import { computed, reactive, ref, shallowRef } from 'vue'
import { ApiError, type Page } from '@/api/http'
import { sayWhen } from './useTime'

/** `error` and `offline` may pass, so a retry is offered; what is `refused` stays so. */
export type ListState = 'loading' | 'ready' | 'empty' | 'error' | 'offline' | 'refused'
export type ReadPage<T, Mine = unknown> = (cursor: string | undefined) => Promise<Page<T, Mine>>

/** The state of a page whose reading ended in `error`. */
export const brokenBy = (error: ApiError): ListState => error.offline ? 'offline' : error.final ? 'refused' : 'error'

const remembered = new Map<string, { page: Page<unknown>, at: number }>()

/** At sign-out nothing of one person may be left for the next. */
export const forgetPages = (): void => remembered.clear()

/**
 * `key` names the list, with its filters, among all lists of the app. `mines` holds the reader's own part of each page
 * read, in order: what it means to join them is the feature's business.
 */
export function usePage<T, Mine = unknown>(read: ReadPage<T, Mine>, key: () => string) {
  const items = shallowRef<T[]>([])
  const mines = shallowRef<Mine[]>([])
  const next = ref<string | null>(null)
  const state = ref<ListState>('loading')
  const failure = ref('')
  const stale = ref('')
  const growing = ref(false)
  let generation = 0

  function show(page: Page<T, Mine>): void {
    items.value = page.items
    mines.value = page.mine ? [page.mine] : []
    next.value = page.next
    state.value = page.items.length ? 'ready' : 'empty'
  }

  function fallBack(error: ApiError): void {
    failure.value = error.message
    const kept = remembered.get(key())
    if (error.offline && kept) {
      show({ ...(kept.page as Page<T, Mine>), next: null })
      stale.value = `网络不通，以下是${sayWhen(new Date(kept.at).toISOString())} 读到的内容`
    }
    else if (!items.value.length) {
      state.value = brokenBy(error)
    }
  }

  /** Reads from the start; what is on screen stays until the answer is there. */
  async function refresh(): Promise<void> {
    const mine = ++generation
    const name = key()
    if (!items.value.length) state.value = 'loading'
    try {
      const page = await read(undefined)
      if (mine !== generation) return
      failure.value = stale.value = ''
      remembered.set(name, { page, at: Date.now() })
      show(page)
    }
    catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (mine === generation) fallBack(error)
    }
  }

  /** Starts over with another filter: what was on screen is not its answer. */
  async function restart(): Promise<void> {
    items.value = []
    next.value = null
    await refresh()
  }

  async function more(): Promise<void> {
    if (!next.value || growing.value) return
    const mine = generation
    growing.value = true
    try {
      const page = await read(next.value)
      if (mine !== generation) return
      failure.value = ''
      items.value = [...items.value, ...page.items]
      if (page.mine) mines.value = [...mines.value, page.mine]
      next.value = page.next
    }
    catch (error) {
      if (!(error instanceof ApiError)) throw error
      failure.value = error.message
    }
    finally {
      growing.value = false
    }
  }

  const ended = computed(() => state.value === 'ready' && next.value === null)
  return reactive({ items, mines, next, state, failure, stale, growing, ended, refresh, restart, more })
}
