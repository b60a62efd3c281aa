/** The inbox's paths. `base` is the community's. */
import { type Page, request } from '@/api/http'
import type { Notice } from './types'

export type NoticePage = Page<Notice> & { unread: number }

export const readNotices = (base: string, after?: string) =>
  request<NoticePage>('GET', `${base}/notices`, { query: { after } })

/** Without ids: all of them. */
export const markRead = (base: string, ids?: string[]) =>
  request<{ unread: number }>('POST', `${base}/notices/read`, { body: ids ? { ids } : {} })
