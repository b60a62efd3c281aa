/** Posts and what is said under them, as the server gives them. */
import type { Schema } from '@/api/types'

export type PostCard = Schema<'PostCard'>
export type Post = Schema<'PostOut'>
export type PostsMine = Schema<'MyPosts'>
export type PostPage = Schema<'PostPage'>
export type Comment = Schema<'CommentOut'>
export type Board = Schema<'BoardOut'>
export type PostDraft = Required<Schema<'PostIn'>>
export type CommentDraft = Required<Schema<'CommentIn'>>
export type Report = Required<Schema<'ReportIn'>>
/** A held or reported text on the clerks' desk. */
export type DeskItem = Schema<'DeskItem'>
/** A comment in the discussion of a topic; what holds it is judged at the same desk. */
export type Said = Schema<'TopicCommentOut'>
export type HeldWords = Schema<'HeldWordsOut'>
/**
 * One line of the desk: a post, a comment under a post, something said about a topic, a change proposed for it, or a
 * household's objection. `path` and `key`: where the last two are judged, and which objection it is.
 */
export type DeskRow = Pick<DeskItem, 'id' | 'type' | 'text' | 'photos' | 'author' | 'created_at' | 'reports' | 'verbs' | 'state_name' | 'reason'>
  & { path?: string, key?: Record<string, unknown> }
