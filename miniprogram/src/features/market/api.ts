/** The market's paths. `base` is the community's. */
import { type Page, request } from '@/api/http'
import type { ItemCard, ItemDraft, ItemPage } from './types'

export const readItem = (base: string, id: string) => request<ItemPage>('GET', `${base}/items/${id}`)

export const readOwnItems = (base: string, after?: string) =>
  request<Page<ItemCard>>('GET', `${base}/items`, { query: { state: 'mine', after } })

export const offerItem = (base: string, draft: ItemDraft) => request<ItemPage>('POST', `${base}/items`, { body: draft })

export const itemPath = (base: string, id: string) => `${base}/items/${id}`
