/** The boards' paths. `base` is the community's. */
import { type Page, request } from '@/api/http'
import type { OnBehalf } from '@/composables/useOnBehalf'
import type { Board, Comment, CommentDraft, DeskItem, DeskRow, HeldWords, PostCard, PostDraft, PostPage, Report, Said } from './types'

const post = (base: string, id: string) => `${base}/posts/${id}`

export const readBoards = async (base: string): Promise<Board[]> =>
  (await request<{ items: Board[] }>('GET', `${base}/boards`)).items

/** For a neighbour when the draft says on whose behalf. */
export const writePost = (base: string, board: string, draft: PostDraft & Partial<OnBehalf>) =>
  request<PostPage>('POST', `${base}/boards/${board}/${draft.on_behalf_of ? 'assisted-posts' : 'posts'}`, { body: draft })

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

/** What waits for a clerk, or what was hidden and can be shown again. */
export const readDesk = (base: string, after?: string, state?: 'hidden') =>
  request<Page<DeskItem>>('GET', `${base}/moderation`, { query: { state, after } })

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

const bare = { photos: [], reports: [], verbs: ['release', 'refuse'] }

const amendmentRow = (one: HeldWords['amendments'][number]): DeskRow => ({
  ...bare, type: 'amendment', id: one.id, path: `topics/${one.topic_id}/amendments/${one.id}`,
  text: [one.passage ? `原文：${one.passage}` : '加在正文最后', `改为：${one.proposal}`, `理由：${one.reason}`].join('\n'),
  author: one.author, created_at: one.created_at, state_name: one.state_name, reason: one.note,
})

const objectionRow = ({ stage, round, home_id, ...one }: HeldWords['objections'][number]): DeskRow => ({
  ...bare, type: 'objection', id: `${one.topic_id}-${stage}-${round}-${home_id}`,
  path: `topics/${one.topic_id}/objections`, key: { stage, round, home_id },
  text: `${one.stage_name}：${one.body}`,
  author: { name: one.name, place: '', role: '' }, created_at: one.at, state_name: one.state_name, reason: one.note,
})

/** Proposed changes and objections that were held, as rows of the desk; so few that they are one page. */
export async function readHeldWords(base: string): Promise<Page<DeskRow>> {
  const { amendments, objections } = await request<HeldWords>('GET', `${base}/topics/held-words`)
  return { next: null, items: [...amendments.map(amendmentRow), ...objections.map(objectionRow)] }
}

export const wordSteps = (base: string, row: DeskRow, body: Record<string, unknown>) =>
  request<unknown>('POST', `${base}/${row.path}/steps`, { body: { ...row.key, ...body } })
