/** The boards' paths. `base` is the community's. */
import { type Page, request } from '@/api/http'
import type { Board, Comment, CommentDraft, DeskItem, DeskRow, PostCard, PostDraft, PostPage, Report, Said } from './types'

const post = (base: string, id: string) => `${base}/posts/${id}`

export const readBoards = async (base: string): Promise<Board[]> =>
  (await request<{ items: Board[] }>('GET', `${base}/boards`)).items

export const writePost = (base: string, board: string, draft: PostDraft) =>
  request<PostPage>('POST', `${base}/boards/${board}/posts`, { body: draft })

export const readOwnPosts = (base: string, board: string, after?: string) =>
  request<Page<PostCard>>('GET', `${base}/boards/${board}/posts`, { query: { state: 'mine', after } })

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

type Offered = Record<string, string[]>

const saidRow = (said: Said, offered: Offered): DeskRow =>
  ({ ...said, type: 'said', text: said.body, reason: said.note, reports: [], verbs: offered[said.id] ?? [] })

/** What was said about a topic and held by the content check, as rows of the desk. */
export async function readHeldTalk(base: string, after?: string): Promise<Page<DeskRow>> {
  const { items, next, mine } = await request<Page<Said, { comment_verbs: Offered }>>('GET', `${base}/topic-comments/held`, { query: { after } })
  return { next, items: items.map(said => saidRow(said, mine?.comment_verbs ?? {})) }
}

export const saidSteps = (base: string, id: string, body: Record<string, unknown>) =>
  request<Said>('POST', `${base}/topic-comments/${id}/steps`, { body })
