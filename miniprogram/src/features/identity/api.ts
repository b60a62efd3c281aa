/** The paths of the review queue, and of one's own copy. `base` is the community's; an application has a path of its own. */
import { download, type Page, request } from '@/api/http'
import type { HomeMember, Review, RollHome } from './types'

export const readQueue = (base: string, state: string, after?: string) =>
  request<Page<Review>>('GET', `${base}/applications`, { query: { state, after } })

export const applicationPath = (id: string) => `/enrolment/applications/${id}`

export const readReview = (id: string) => request<Review>('GET', applicationPath(id))

export const readHomeMembers = (base: string, homeId: string) =>
  request<{ items: HomeMember[] }>('GET', `${base}/homes/${homeId}/members`)

export const readHomes = (base: string, estateId: string, building: string, after?: string) =>
  request<Page<RollHome>>('GET', `${base}/homes`, { query: { estate_id: estateId, building, after, limit: 50 } })

/** All that is held of the caller, as a ZIP; three times a day. */
export const readMyCopy = () => download('/me/copy')
