/** 公约 and the one trace: types and paths. `base` is the community's, from the session. */
import { request } from '@/api/http'
import type { Schema } from '@/api/types'

export type CovenantCard = Schema<'CovenantCardOut'>
export type Covenant = Schema<'CovenantPage'>
export type Article = Schema<'CovenantArticleOut'>
export type Wording = Pick<Schema<'CovenantIn'>, 'preamble' | 'articles' | 'law_note'>
export type CovenantForm = Schema<'CovenantIn'>
export type Vote = Schema<'CovenantBallotIn'>
export type Trace = Schema<'TraceOut'>
export type TraceNode = Schema<'TraceNodeOut'>
export type Routes = Schema<'RoutesOut'>

export const covenantPath = (base: string, id: string) => `${base}/covenants/${id}`

export const readCovenants = (base: string) =>
  request<{ items: CovenantCard[] }>('GET', `${base}/covenants`)

export const readCovenant = (base: string, id: string, version?: number) =>
  request<Covenant>('GET', covenantPath(base, id), { query: { version } })

export const draftCovenant = (base: string, topicId: string, body: CovenantForm) =>
  request<Covenant>('POST', `${base}/topics/${topicId}/covenant`, { body })

export const reviseCovenant = (base: string, id: string, body: Wording & { edition: number }) =>
  request<Covenant>('PUT', `${covenantPath(base, id)}/draft`, { body })

export const readRoutes = (base: string, topicId: string, matter: string) =>
  request<Routes>('GET', `${base}/topics/${topicId}/routes`, { query: { matter } })

export const readTrace = (base: string, kind: 'topics' | 'posts', id: string) =>
  request<Trace>('GET', `${base}/${kind}/${id}/trace`)
