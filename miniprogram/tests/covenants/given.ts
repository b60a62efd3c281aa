/** A covenant and a trace as the server would tell them. */
import type { Article, Covenant, CovenantCard, Trace } from '@/features/covenants/api'

export { me, signIn } from '../deliberation/given'

export const article = (number: number, changes: Partial<Article> = {}): Article =>
  ({ number, title: `小标题${number}`, body: `第${number}条的条文内容`, change: null, before: null, citations: 0, breaches: 0, ...changes })

export const card = (changes: Partial<CovenantCard> = {}): CovenantCard => ({
  id: '5', title: '居民公约', estate: null, version: 1, articles: 2, in_force_from: '2026-11-22', filing_no: null,
  review_on: '2027-11-22', review_due: false, open: null, ...changes,
})

export const covenant = (changes: Partial<Covenant> = {}): Covenant => ({
  id: '5', title: '居民公约', estate: null, version: 1, version_in_force: 1, state: 'in_force', state_name: '已生效',
  versions: [{ version: 1, state: 'in_force', state_name: '已生效', in_force_from: '2026-11-22' }], in_force_from: '2026-11-22',
  preamble: '开头', hash: 'ab', law_note: '没有抵触', law_checked_by: '王主任', law_checked_at: null, drafted_by: '王主任',
  adopted_at: null, filing_no: null, filed_at: null, review_on: '2027-11-22', review_due: false, compared_with: null,
  articles: [article(1), article(2)], removed: [], topic: { id: '8', title: '议题' }, now: null, reviews: [],
  adoption: { poll_id: '9', question: '是否同意？', state: 'certified', outcome: 'passed', homes: 4, of_homes: 5, rule: { title: '居民会议', cite: '第二十条' }, closes_at: '2026-11-21T00:00:00Z' },
  mine: { verbs: [], edition: null, may_edit: false, may_file: false, may_review: false, may_cite: true, may_note_breach: false },
  ...changes,
})

export const trace = (changes: Partial<Trace> = {}): Trace => ({
  topic_id: '8',
  now: { state: 'project', state_name: '已形成项目', next_sentence: '应开始实施', due_at: null, ended: false },
  nodes: [
    { kind: 'post', title: '楼道', state: '有人提出', at: '2026-11-01T00:00:00Z', link: 'post:1', text: '' },
    { kind: 'gate', title: '第一关', state: '同意立题', at: '2026-11-02T00:00:00Z', link: 'unheard-of:1', text: '' },
    { kind: 'covenant', title: '公约', state: '生效', at: '2026-11-03T00:00:00Z', link: 'covenant:5:2', text: '' },
  ],
  steps: [
    { key: 'project', name: '形成项目', state: 'now', at: null },
    { key: 'covenant', name: '建立公约', state: 'todo', at: null },
  ],
  ...changes,
})
