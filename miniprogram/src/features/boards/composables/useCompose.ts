/** Writing a post: photo, kind, words, and who shall see it. Three taps: open, take the picture, send. */
import { computed, ref } from 'vue'
import { usePhotos } from '@/composables/usePhotos'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
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

/** `estates`: those of the writer's own ground; the empty key stands for the whole community. */
export function useCompose(key: () => string) {
  const session = useSession()
  const boards = useSubject<Board[]>(() => readBoards(session.base))
  const photos = usePhotos(() => `${session.base}/uploads`)
  const chosenKind = ref('')
  const title = ref('')
  const body = ref('')
  const chosenEstate = ref<string>()
  const written = ref('')

  const board = computed(() => boards.subject.value?.find(one => one.key === key()))
  const kind = computed({
    get: () => chosenKind.value || board.value?.kinds[0]?.key || '',
    set: (key: string) => void (chosenKind.value = key),
  })
  const scopes = computed(() => [
    ...(session.place?.estates ?? []).map(estate => ({ key: estate.id, name: `只给${estate.name}` })),
    { key: '', name: session.place ? `${session.place.name}全体` : '' },
  ])
  /** What happens in a staircase is for the estate; what an office announces is for all. */
  const estate = computed({
    get: () => chosenEstate.value ?? (key() === 'notice' ? '' : session.estate?.id ?? ''),
    set: (value: string) => void (chosenEstate.value = value),
  })
  const heading = computed(() => title.value.trim() || titleOf(body.value))
  const ready = computed(() => body.value.trim() !== '' && heading.value !== '' && !photos.pending)

  const sending = useTask(async () => {
    const draft = {
      kind: kind.value as PostDraft['kind'], title: heading.value, body: body.value.trim(),
      estate_id: estate.value || null, photos: photos.ids,
    }
    written.value = (await writePost(session.base, key(), draft)).post.id
  })

  return { ...boards, board, photos, kind, title, body, scopes, estate, heading, ready, sending, written }
}
