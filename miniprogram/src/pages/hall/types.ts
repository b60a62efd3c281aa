/** Topics as lists show them. The hall is in the main package, which may not lean on a sub-package. */
import type { Schema } from '@/api/types'

export type TopicCard = Schema<'TopicCard'>
export type Stances = TopicCard['stances']
export type Stance = keyof Stances
export type HallMine = Schema<'TopicListMine'>

export type Segment = 'open' | 'decided' | 'mine'
