/** 居民主持人: the resident whom the party organisation named to host a topic. */
import { request } from '@/api/http'
import type { Schema } from '@/api/types'
import { topicPath } from './api'
import type { TopicPage } from './types'

export type HostNaming = Schema<'HostNamingOut'>
export type HostCandidate = Schema<'HostCandidateOut'>
export interface HostForm { membership_id: string, tag: string, reason: string }
type HostEnd = 'dismissal' | 'decline'

const path = (base: string, id: string) => `${topicPath(base, id)}/host`

export const readHosts = (base: string, id: string) => request<{ items: HostNaming[] }>('GET', path(base, id))

export const findHosts = (base: string, id: string, q: string) =>
  request<{ items: HostCandidate[] }>('GET', `${path(base, id)}/candidates`, { query: { q } })

export const nameHost = (base: string, id: string, form: HostForm) =>
  request<TopicPage>('POST', path(base, id), { body: { ...form } })

export const endHost = (base: string, id: string, how: HostEnd, reason: string) =>
  request<TopicPage>('POST', `${path(base, id)}/${how}`, { body: { reason } })
