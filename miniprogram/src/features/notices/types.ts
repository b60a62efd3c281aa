/** One line of the inbox; its link is of this app, as `topic:123`. */
import type { Schema } from '@/api/types'

export type Notice = Schema<'NoticeOut'>
