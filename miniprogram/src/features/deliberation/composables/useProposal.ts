/** A topic being written: a new one, a draft, or one that came back from the gate. */
import { computed, reactive, ref, watch } from 'vue'
import { request } from '@/api/http'
import { useOnBehalf } from '@/composables/useOnBehalf'
import { usePhotos } from '@/composables/usePhotos'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { propose, readTopic, topicPath } from '../api'
import type { Stake, TopicPage } from '../types'

const WHOLE = ''

/** The post a topic grows from: what it is called, and whose estate alone reads it. */
export interface Source { id: string, title: string, estate: string }

export function useProposal(id: () => string, source: () => Source | undefined = () => undefined) {
  const session = useSession()
  const form = reactive({ title: '', body: '', estateId: WHOLE, stake: 'normal' as Stake })
  const photos = usePhotos(() => `${session.base}/uploads`)
  const begun = ref(false)
  /** Only what is begun here is filed for somebody: a text that came back is its author's to mend. */
  const behalf = useOnBehalf(() => id() === '' && session.can('assistance:file'), () => session.can('topic:propose'))

  /** A resident speaks for the estates he lives in; who works here for all that he sees. */
  const scopes = computed(() => {
    if (behalf.member) return [{ key: behalf.member.estate_id, name: behalf.member.estate }, { key: WHOLE, name: '全社区' }]
    const homes = new Map((session.place?.memberships ?? []).map(one => [one.estate.id, one.estate.name]))
    const estates = homes.size
      ? [...homes].map(([key, name]) => ({ key, name }))
      : (session.place?.estates ?? []).map(one => ({ key: one.id, name: one.name }))
    return [...estates, { key: WHOLE, name: '全社区' }]
  })

  const read = useSubject<TopicPage | true>(async () => {
    const page = id() ? await readTopic(session.base, id()) : true
    if (!begun.value) begin(page)
    return page
  })

  /** Once only: coming back from the camera must not wipe what was written. */
  function begin(page: TopicPage | true): void {
    begun.value = true
    form.title = source()?.title ?? ''
    form.estateId = source()?.estate || scopes.value[0]?.key || WHOLE
    if (page === true) return
    form.title = page.topic.title
    form.body = page.topic.body
    form.stake = page.topic.stake
    form.estateId = page.topic.estate?.id ?? WHOLE
    photos.keep(page.topic.photos)
  }

  const page = computed(() => read.subject.value === true ? undefined : read.subject.value)
  /** Why it came back, to be read beside the text. */
  const returned = computed(() => page.value?.topic.state === 'returned'
    ? page.value.topic.gate_decisions.filter(note => note.action === 'return').slice(-1)[0]
    : undefined)
  const offered = (verb: string) => page.value?.mine.verbs.some(one => one.verb === verb) ?? false
  const maySubmit = computed(() => id() === '' || offered('submit'))
  const words = () => ({ title: form.title.trim(), body: form.body.trim() })
  const written = computed(() => words().title !== '' && words().body !== '' && !photos.pending && !behalf.missing)
  watch(() => behalf.member, () => (form.estateId = scopes.value[0]!.key))

  function create(submit: boolean): Promise<TopicPage> {
    const what = {
      ...words(), estate_id: form.estateId || null, stake: form.stake, photos: photos.ids, source_post_id: source()?.id ?? null,
    }
    const on = behalf.draft()
    return propose(session.base, on ? { ...what, ...on } : { ...what, submit })
  }

  async function change(before: TopicPage, submit: boolean): Promise<TopicPage> {
    const step = (body: Record<string, unknown>) => request<TopicPage>('POST', `${topicPath(session.base, id())}/steps`, { body })
    const { topic } = before
    const mended = { ...words(), photos: photos.ids, scope: { estate_id: form.estateId || null }, stake: form.stake }
    const stands = { title: topic.title, body: topic.body, photos: topic.photos.map(one => one.id), scope: { estate_id: topic.estate?.id ?? null }, stake: topic.stake }
    const same = JSON.stringify(mended) === JSON.stringify(stands)
    const revised = same ? before : await step({ verb: 'revise', ...mended, version: topic.version })
    read.subject.value = revised
    return submit ? step({ verb: 'submit', version: revised.topic.version }) : revised
  }

  const savedId = ref('')
  const saving = useTask(async (submit: boolean) => {
    const before = page.value
    savedId.value = (before ? await change(before, submit) : await create(submit)).topic.id
  })

  return { ...read, page, form, behalf, photos, scopes, returned, maySubmit, written, saving, savedId }
}
