/** Topics that say much the same, looked for while one writes. */
import { ref, shallowRef, watch } from 'vue'
import { ApiError } from '@/api/http'
import { useSession } from '@/session'
import { readSimilar } from '../api'
import type { SimilarTopic } from '../types'

const PAUSE_MS = 600
const LEAST = 4
const MOST = 300

export function useSimilar(text: () => string, wanted: () => boolean) {
  const session = useSession()
  const found = shallowRef<SimilarTopic[]>([])
  const asked = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(words: string): Promise<void> {
    asked.value = words
    try {
      const { items } = await readSimilar(session.base, words)
      // An answer that comes late belongs to words that are no longer there.
      if (asked.value === words) found.value = items
    }
    catch (error) {
      // It is a help beside the form: without it one writes on.
      if (!(error instanceof ApiError)) throw error
    }
  }

  watch(() => text().trim().slice(0, MOST), (words) => {
    clearTimeout(timer)
    if (!wanted() || words === asked.value) return
    if (words.length < LEAST) found.value = []
    else timer = setTimeout(() => void look(words), PAUSE_MS)
  })

  return { found, look }
}
