/** The market's paths. `base` is the community's. */
import { request } from '@/api/http'
import type { ItemDraft, ItemPage } from './types'

export const readItem = (base: string, id: string) => request<ItemPage>('GET', `${base}/items/${id}`)

export const offerItem = (base: string, draft: ItemDraft) => request<ItemPage>('POST', `${base}/items`, { body: draft })

export const itemPath = (base: string, id: string) => `${base}/items/${id}`
