/** The boards' paths. `base` is the community's. */
import { type Page, request } from '@/api/http'
import type { Board, Comment, CommentDraft, DeskItem, PostDraft, PostPage, Report } from './types'

const post = (base: string, id: string) => `${base}/posts/${id}`

export const readBoards = async (base: string): Promise<Board[]> =>
  (await request<{ items: Board[] }>('GET', `${base}/boards`)).items

export const writePost = (base: string, board: string, draft: PostDraft) =>
  request<PostPage>('POST', `${base}/boards/${board}/posts`, { body: draft })

export const readPost = (base: string, id: string) => request<PostPage>('GET', post(base, id))

export const postSteps = (base: string, id: string, body: Record<string, unknown>) =>
  request<PostPage>('POST', `${post(base, id)}/steps`, { body })

export const readComments = (base: string, id: string, after: string) =>
  request<Page<Comment>>('GET', `${post(base, id)}/comments`, { query: { after } })

export const writeComment = (base: string, id: string, draft: CommentDraft) =>
  request<Comment>('POST', `${post(base, id)}/comments`, { body: draft })

export const thank = (base: string, id: string, on: boolean) =>
  request<{ thanks: number, thanked: boolean }>('POST', `${post(base, id)}/reactions`, { body: { kind: 'thanks', on } })

export const report = (base: string, id: string, body: Report) =>
  request<{ reported: boolean }>('POST', `${post(base, id)}/reports`, { body })

export const readDesk = (base: string, after?: string) =>
  request<Page<DeskItem>>('GET', `${base}/moderation`, { query: { after } })

export const commentSteps = (base: string, id: string, body: Record<string, unknown>) =>
  request<Comment>('POST', `${base}/comments/${id}/steps`, { body })
