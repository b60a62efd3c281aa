/** The host's draft: articles to add, move and take out, and what the comparison with the law found. */
import { computed, reactive, ref } from 'vue'
import { useMember } from '@/composables/useMember'
import { useTask } from '@/composables/useTask'
import { type Covenant, type CovenantCard, draftCovenant, readCovenant, readCovenants, reviseCovenant } from '../api'

export interface Line { key: number, title: string, body: string }

/** As the server bounds them. */
export const MOST_ARTICLES = 60
const LEAST_BODY = 4
const LEAST_NOTE = 5

let serial = 0
const blank = (): Line => ({ key: ++serial, title: '', body: '' })

/** `topicId`: a new draft out of this topic; `id`: the covenant whose draft is changed. */
export function useDraft(id: () => string, topicId: () => string) {
  const form = reactive({ title: '', preamble: '', note: '', amends: '', lines: [blank()] as Line[] })
  const edition = ref<number>()
  const known = ref<CovenantCard[]>([])

  function take(covenant: Covenant): void {
    form.title = covenant.title
    form.preamble = covenant.preamble
    form.note = covenant.law_note ?? ''
    form.lines = covenant.articles.map(one => ({ key: ++serial, title: one.title, body: one.body }))
  }

  async function begin(): Promise<void> {
    if (id()) {
      const { items } = await readCovenants(member.session.base)
      const open = items.find(one => one.id === id())?.open
      const covenant = await readCovenant(member.session.base, id(), open?.version)
      edition.value = covenant.mine.edition ?? undefined
      return take(covenant)
    }
    known.value = (await readCovenants(member.session.base)).items.filter(one => one.version && !one.open)
  }

  /** Once: what was typed must survive a look at another page. */
  const loaded = ref(false)
  const member = useMember(async () => {
    if (loaded.value) return
    await begin()
    loaded.value = true
  })

  /** A revision begins with what is in force. */
  const amending = useTask(async (covenantId: string) => {
    form.amends = covenantId
    if (covenantId) take(await readCovenant(member.session.base, covenantId))
  })

  const add = () => void form.lines.push(blank())
  const remove = (at: number) => void form.lines.splice(at, 1)
  function move(at: number, by: number): void {
    const to = at + by
    if (to < 0 || to >= form.lines.length) return
    const [line] = form.lines.splice(at, 1)
    form.lines.splice(to, 0, line!)
  }

  const missing = computed(() => {
    const bare = form.lines.findIndex(line => line.body.trim().length < LEAST_BODY)
    if (!id() && !form.amends && form.title.trim().length < 4) return '请写公约的名称，至少 4 个字'
    if (!form.lines.length) return '请至少写一条'
    if (bare >= 0) return `第 ${bare + 1} 条还没有写内容`
    return form.note.trim().length < LEAST_NOTE ? `请写与法律法规的比对，至少 ${LEAST_NOTE} 个字` : ''
  })

  const wording = () => ({
    preamble: form.preamble.trim(),
    articles: form.lines.map(({ title, body }) => ({ title: title.trim(), body: body.trim() })),
    law_note: form.note.trim() || null,
  })

  const saved = ref<Covenant>()
  const saving = useTask(async () => {
    const { base } = member.session
    saved.value = id()
      ? await reviseCovenant(base, id(), { ...wording(), edition: edition.value ?? 0 })
      : await draftCovenant(base, topicId(), { ...wording(), covenant_id: form.amends || null, title: form.amends ? null : form.title.trim() })
  })
  return { ...member, form, known, amending, add, remove, move, missing, saving, saved, loaded }
}
