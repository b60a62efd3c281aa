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
