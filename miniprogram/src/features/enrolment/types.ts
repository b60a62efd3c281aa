/** From the poster to membership, as the server tells it. */
import type { Schema } from '@/api/types'

export type Scene = Schema<'SceneOut'>
export type ConsentText = Schema<'ConsentTextOut'>
export type Form = Schema<'EnrolmentForm'>
export type Submission = Schema<'ApplicationIn'>
/** Name and phone are masked, as 李**. */
export type Application = Schema<'ApplicationOut'>
