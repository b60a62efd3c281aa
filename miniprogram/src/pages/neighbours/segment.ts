/** Which part of 邻里 is on screen. A tab page takes no words in its address, so other pages set it here. */
import { ref } from 'vue'

export type Segment = 'nearby' | 'notice' | 'market'

export const segment = ref<Segment>('nearby')

export const showSegment = (name: Segment): void => void (segment.value = name)
