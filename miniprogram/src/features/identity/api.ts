/** The paths of the review queue, of what was looked at and of one's own copy. `base` is the community's; an application has a path of its own. */
import { download, type Page, request } from '@/api/http'
import type { HomeMember, Review, RollHome, Seen, Unmasked, Unmasking } from './types'

export const readQueue = (base: string, state: string, after?: string) =>
  request<Page<Review>>('GET', `${base}/applications`, { query: { state, after } })

export const applicationPath = (id: string) => `/enrolment/applications/${id}`

export const readReview = (id: string) => request<Review>('GET', applicationPath(id))

export const readHomeMembers = (base: string, homeId: string) =>
  request<{ items: HomeMember[] }>('GET', `${base}/homes/${homeId}/members`)

export const readHomes = (base: string, estateId: string, building: string, after?: string) =>
  request<Page<RollHome>>('GET', `${base}/homes`, { query: { estate_id: estateId, building, after, limit: 50 } })

/** A PUT: what it answers is kept under no key. */
export const unmask = (base: string, applicationId: string, asked: Unmasking) =>
  request<Unmasked>('PUT', `${base}/applications/${applicationId}/unmasking`, { body: asked })

export const readSeen = (after?: string) => request<Page<Seen>>('GET', '/me/unmaskings', { query: { after } })

/** All that is held of the caller, as a ZIP; three times a day. */
export const readMyCopy = () => download('/me/copy')
