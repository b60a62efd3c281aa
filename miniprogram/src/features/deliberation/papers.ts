/** What a counted poll leaves on paper: the resolution, and the publication that verifies it. */
import { request } from '@/api/http'
import type { Schema } from '@/api/types'

export type Resolution = Schema<'ResolutionOut'>
export type Publication = Schema<'PublicationOut'>

export const readResolution = (base: string, id: string) =>
  request<Resolution>('GET', `${base}/polls/${id}/resolution`)

export const readPublication = (base: string, id: string) =>
  request<Publication>('GET', `${base}/polls/${id}/publication`)
