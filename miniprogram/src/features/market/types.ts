/** Things that neighbours pass on, as the server gives them. */
import type { Schema } from '@/api/types'

export type ItemCard = Schema<'ItemCard'>
export type Item = Schema<'ItemOut'>
export type ItemsMine = Schema<'MyItems'>
export type ItemPage = Schema<'ItemPage'>
export type ItemDraft = Required<Schema<'ItemIn'>>
