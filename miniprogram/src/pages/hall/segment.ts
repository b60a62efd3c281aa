/** Which topics the hall shows. A tab page takes no words in its address, so other pages set it here. */
import { ref } from 'vue'
import type { Segment } from './types'

export const segment = ref<Segment>('open')

export const showSegment = (name: Segment): void => void (segment.value = name)
