/** A community with one member, and a topic as the server would tell it. */
import type { Poll, PollPage, Topic, TopicComment, TopicMine, TopicPage, TopicVerb } from '@/features/deliberation/types'
import { storage } from '../setup'

export const author = { name: '李女士', place: '3号楼', role: '' }
const estate = { id: '70', name: '锦秋苑' }
const member = { id: '1', estate, building: '3号楼', room: '501室', relation: 'owner', relation_name: '业主', home_id: '900' }
const secretary = { role: 'secretary', role_name: '书记', organisation: '望江社区党委', estate_id: null, ends_at: '2028-01-01T00:00:00Z' }

export const me = (changes: Record<string, unknown> = {}) => ({
  person: { id: '1', name: '周国华', verified: true, adult: true },
  communities: [{
    id: '7', name: '望江社区居委会', kind: 'neighbourhood', kind_name: '居委', region: '', words: {},
    memberships: [member], duties: [secretary], permissions: ['topic:propose', 'topic:gate'], estates: [estate], ...changes,
  }],
  applications: [],
  sandbox: true,
})

/** The next page opened belongs to a signed-in member. */
export const signIn = (): void => void storage.set('sqt.token', 'secret')

export const verb = (name: string, changes: Partial<TopicVerb> = {}): TopicVerb =>
  ({ verb: name, name: '退回补充', consequence: '作者修改后可以再次提交', needs: [], codes: [], grounds: false, shut: null, ...changes })

export const topic = (changes: Partial<Topic> = {}): Topic => ({
  id: '5', title: '三号楼加装充电桩', excerpt: '', author, filed: null, estate, state: 'discussing', state_name: '协商中', step: 3,
  next_sentence: '', due_at: null, at_gate: false, created_at: '2026-11-20T02:00:00Z', stances: { for: 3, against: 1, neutral: 0 }, comments: 2,
  poll: null, body: '飞线充电很危险', photos: [], stake: 'normal', stake_name: '一般议题', version: 4, text_version: 1,
  text_hash: 'ab'.repeat(32), checking: false, chain: [], plan: null, summary: null, gate_decisions: [],
  ballot_proposal: null, merged_into: null, public_until: null, extended_on: null, challenge: null, petition: null, recusals: 0, host: null,
  seconding: { count: 0, needed: 0 }, merged_topics: [], source_post: null, summary_versions: [], meetings: [], amendments: [], objections: [],
  project: null,
  ...changes,
})

export const comment = (id: string, replyTo: string | null = null): TopicComment => ({
  id, topic_id: '5', body: `发言 ${id}`, photos: [], author, created_at: '2026-11-20T02:00:00Z', state: 'published', state_name: '', note: '', reply_to: replyTo,
})

const nothingElse = {
  second: null, objection: null, withdrawable: [], may_answer_amendments: false, may_answer_objections: false, may_record: false,
  pending_amendments: [], pending_objections: [],
}

export const topicPage = (about: Partial<Topic> = {}, mine: Partial<TopicMine> = {}): TopicPage => ({
  topic: topic(about),
  comments: { items: [], next: null },
  mine: { verbs: [], stance: null, may_speak: true, may_take_stance: true, is_author: false, host_verbs: [], may_vote: false, pending_comments: [], comment_verbs: {}, ...nothingElse, ...mine },
})

const share = (text: string, needed: number | null) => ({ num: 1, den: 2, over: true, text, needed })

export const poll: Poll = {
  id: '8', question: '是否同意？',
  options: [{ id: '81', label: '赞成', weight: 'for' }, { id: '82', label: '反对', weight: 'against' }],
  mode: 'named', mode_name: '', base: 'homes', rule: {}, who: 'adults', electorate_name: '', homes: 10, taken_part: 3,
  participation: { homes: 3, of_homes: 10, area_cm: null, of_area_cm: null, heads: null, of_heads: null },
  shortfall: { homes: 3, area_cm: null, heads: null, text: '还差 3 户' }, channels: null, extended: false, extension_reason: null,
  annulment: null, opens_at: '2026-11-20T02:00:00Z', first_closes_at: '2026-11-29T02:00:00Z',
  closes_at: '2026-11-29T02:00:00Z', state: 'open', quorum: share('过半数', 6), pass: share('过半数', null), least_voters: 0, roll_root: '', terms_hash: '',
}

export const pollPage = (): PollPage => ({
  poll,
  mine: {
    may_vote: true,
    why_not: null,
    may_confirm: false,
    may_see_paper: false,
    homes: [
      { home_id: '901', label: '3号楼 501室', ballot: { option_id: '81', cast_at: '2026-11-21T06:02:00Z', by: '周**', channel: 'phone', mine: true }, area_cm: null, by_letter: false, may_vote: true, why_not: null },
      { home_id: '902', label: '7号楼 502室', ballot: null, area_cm: null, by_letter: false, may_vote: true, why_not: null },
    ],
  },
})
