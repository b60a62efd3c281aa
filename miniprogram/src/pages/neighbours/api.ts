/** The lists of 邻里; they stand in the main package, so their paths do too. */
import { type Page, request } from '@/api/http'
import type { PostCard, PostsMine } from '@/features/boards/types'
import type { ItemCard, ItemsMine } from '@/features/market/types'

export const readPosts = (base: string, board: string, after?: string) =>
  request<Page<PostCard, PostsMine>>('GET', `${base}/boards/${board}/posts`, { query: { after } })

export const readItems = (base: string, kind: string, after?: string) =>
  request<Page<ItemCard, ItemsMine>>('GET', `${base}/items`, { query: { kind, after } })

/** Things on offer that the content check left to a clerk. */
export const readHeldItems = (base: string, after?: string) =>
  request<Page<ItemCard>>('GET', `${base}/items/held`, { query: { after } })
