/** The hall, as the server tells it. */
import { type Page, request } from '@/api/http'
import type { HallMine, Segment, TopicCard } from './types'

export const readTopics = (base: string, state: Segment, after?: string) =>
  request<Page<TopicCard, HallMine>>('GET', `${base}/topics`, { query: { state, after } })
