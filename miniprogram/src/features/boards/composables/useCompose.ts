/** Writing a post: photo, kind, words, and who shall see it. Three taps: open, take the picture, send. */
import { computed, ref } from 'vue'
import type { ListState } from '@/composables/usePage'
import { useOnBehalf } from '@/composables/useOnBehalf'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useWriting } from '@/composables/useWriting'
import { useSession } from '@/session'
import { readBoards, writePost } from '../api'
import type { Board, PostDraft } from '../types'

const TITLE = 40
const STOPS = /[。！？；!?;\n]/

/** The first sentence of a text, as a title where none was written. */
export function titleOf(body: string): string {
  const first = body.trim().split(STOPS)[0]!.trim()
  return first.length <= TITLE ? first : `${first.slice(0, TITLE - 1)}…`
}

/** Writing on the board with this key. */
export function useCompose(key: () => string) {
  const session = useSession()
  const boards = useSubject<Board[]>(() => readBoards(session.base))
  const behalf = useOnBehalf(() => verbs.value.includes('assist'), () => verbs.value.includes('post'))
  /** What happens in a staircase is for the estate; what an office announces is for all. */
  const writing = useWriting(
    () => key() === 'notice' ? '' : behalf.member?.estate_id ?? session.estate?.id ?? '',
    () => behalf.member?.estate_id,
  )
  const chosenKind = ref('')
  const written = ref('')

  const board = computed(() => boards.subject.value?.find(one => one.key === key()))
  const verbs = computed(() => board.value?.verbs ?? [])
  /** Who may not write here is told so in place of the form. */
  const state = computed<ListState>(() => boards.state.value === 'ready' && !verbs.value.length ? 'empty' : boards.state.value)
  const kind = computed({
    get: () => chosenKind.value || board.value?.kinds[0]?.key || '',
    set: (key: string) => void (chosenKind.value = key),
  })
  const heading = computed(() => writing.title.trim() || titleOf(writing.body))
  const titled = computed(() => key() !== 'notice' || writing.title.trim() !== '')
  const ready = computed(() => writing.body.trim() !== '' && heading.value !== '' && titled.value && !behalf.missing)

  const sending = useTask(async () => {
    const draft = { ...writing.draft(), kind: kind.value as PostDraft['kind'], title: heading.value, ...behalf.draft() }
    written.value = (await writePost(session.base, key(), draft)).post.id
  })

  return { ...boards, state, board, behalf, writing, kind, heading, ready, sending, written }
}
