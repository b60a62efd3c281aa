/** The paths of this feature. `base` is the community's, from the session. */
import { download, type Page, request } from '@/api/http'
import type { Schema } from '@/api/types'
import type { Stance, Stances } from '@/pages/hall/types'
import type {
  Amendment, BallotRows, CommentVerbs, GateItem, LedgerRow, LedgerSummary, Matter, Objection, Paper, Participant, PollPage, PollResult, Proposal, Receipt, Routes, SimilarTopic, TopicComment, TopicPage,
} from './types'

export const topicPath = (base: string, id: string) => `${base}/topics/${id}`

export const readTopic = (base: string, id: string) =>
  request<TopicPage>('GET', topicPath(base, id))

export const propose = (base: string, proposal: Proposal) =>
  request<TopicPage>('POST', `${base}/topics`, { body: proposal })

export const takeStance = (base: string, id: string, stance: Stance) =>
  request<{ stance: Stance, stances: Stances }>('PUT', `${topicPath(base, id)}/stance`, { body: { stance } })

export const second = (base: string, id: string, homeId: string) =>
  request<TopicPage>('POST', `${topicPath(base, id)}/second`, { body: { home_id: homeId } })

export const takeSecondBack = (base: string, id: string, homeId: string) =>
  request<TopicPage>('DELETE', `${topicPath(base, id)}/second/${homeId}`)

export const readSimilar = (base: string, text: string) =>
  request<{ items: SimilarTopic[] }>('GET', `${base}/topics/similar`, { query: { text } })

export const readRoutes = (base: string, id: string, matter: Matter) =>
  request<Routes>('GET', `${topicPath(base, id)}/routes`, { query: { matter } })

export const readPapers = (base: string, id: string, kind: Paper['kind']) =>
  request<{ items: Paper[] }>('GET', `${topicPath(base, id)}/papers`, { query: { kind } })

export const recordMinutes = (base: string, id: string, meeting: string, body: Record<string, unknown>) =>
  request<TopicPage>('PUT', `${topicPath(base, id)}/meetings/${meeting}/minutes`, { body })

export const sendAmendment = (base: string, id: string, body: Record<string, unknown>) =>
  request<Amendment>('POST', `${topicPath(base, id)}/amendments`, { body })

export const answerAmendment = (base: string, id: string, amendment: string, body: Record<string, unknown>) =>
  request<TopicPage>('POST', `${topicPath(base, id)}/amendments/${amendment}/answer`, { body })

export const sendObjection = (base: string, id: string, body: Record<string, unknown>) =>
  request<Objection>('POST', `${topicPath(base, id)}/objections`, { body })

export const withdrawObjection = (base: string, id: string, home_id: string) =>
  request<TopicPage>('POST', `${topicPath(base, id)}/objections/withdrawal`, { body: { home_id } })

export const answerObjection = (base: string, id: string, body: Record<string, unknown>) =>
  request<TopicPage>('POST', `${topicPath(base, id)}/objections/answer`, { body })

export const readComments = (base: string, id: string, after?: string) =>
  request<Page<TopicComment, CommentVerbs>>('GET', `${topicPath(base, id)}/comments`, { query: { after } })

export const sendComment = (base: string, id: string, body: string, replyTo: string | null) =>
  request<TopicComment>('POST', `${topicPath(base, id)}/comments`, { body: replyTo ? { body, reply_to: replyTo } : { body } })

export const stepComment = (base: string, id: string, body: Record<string, unknown>) =>
  request<TopicComment>('POST', `${base}/topic-comments/${id}/steps`, { body })

/** Topics that this one can be merged into. */
export const readMergeTargets = (base: string, id: string) =>
  request<Schema<'MergeTargetsOut'>>('GET', `${topicPath(base, id)}/merge-targets`)

export const readInbox = (base: string, after?: string) =>
  request<Page<GateItem>>('GET', `${base}/gate-inbox`, { query: { after } })

export const readLedger = (base: string, after?: string) =>
  request<Page<LedgerRow>>('GET', `${base}/gate-ledger`, { query: { after } })

export const readLedgerSummary = (base: string) =>
  request<LedgerSummary>('GET', `${base}/gate-ledger/summary`)

export const readPoll = (base: string, id: string) =>
  request<PollPage>('GET', `${base}/polls/${id}`)

/** `receipt`: only of a secret ballot, whose token stays on this phone. */
export const castBallot = (base: string, id: string, homeId: string, optionId: string, receipt?: string) =>
  request<Receipt>('PUT', `${base}/polls/${id}/ballot`, { body: { home_id: homeId, option_id: optionId, receipt } })

export const readResult = (base: string, id: string) =>
  request<PollResult>('GET', `${base}/polls/${id}/result`)

/** Who took part, a page of the roll at a time. */
export const readParticipants = (base: string, id: string, after?: string) =>
  request<Page<Participant>>('GET', `${base}/polls/${id}/participants`, { query: { after } })

const openingPath = (base: string, id: string, opening: string) => `${base}/polls/${id}/openings/${opening}`

/** 点票: one of two bodies asks, one of the other confirms; then both may look. */
export const askForRows = (base: string, id: string, body: Schema<'OpeningIn'>) =>
  request<PollResult>('POST', `${base}/polls/${id}/openings`, { body })

export const confirmOpening = (base: string, id: string, opening: string) =>
  request<PollResult>('POST', `${openingPath(base, id, opening)}/confirmation`)

/** A page of who chose what. A PUT: each look is written down. */
export const lookAtRows = (base: string, id: string, opening: string, after: string | null) =>
  request<BallotRows>('PUT', `${openingPath(base, id, opening)}/look`, { body: after ? { after } : {} })

export const exportRows = (base: string, id: string, opening: string) =>
  download(`${openingPath(base, id, opening)}/export`, 'PUT')

/** 监督委员会 confirms the count. */
export const confirmCount = (base: string, id: string, note: string) =>
  request<PollPage>('POST', `${base}/polls/${id}/confirmation`, { body: { note: note || null } })
