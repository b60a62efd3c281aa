/** What the reader offered to neighbours, newest first, in whatever state. */
import { useMemberList } from '@/composables/useMemberList'
import { readOwnItems } from '../api'
import type { ItemCard } from '../types'

export const useMyItems = () => useMemberList<ItemCard>(readOwnItems, () => 'own items')
