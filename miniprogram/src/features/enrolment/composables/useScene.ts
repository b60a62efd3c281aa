/** The first page of enrolment: a scanned or typed code becomes the name of a community and the poster's number. */
import { ref, shallowRef } from 'vue'
import { scan, sceneIn } from '@/composables/useScan'
import { useMember } from '@/composables/useMember'
import { useTask } from '@/composables/useTask'
import { readScene } from '../api'
import type { Scene } from '../types'

export function useScene() {
  const scene = shallowRef<Scene>()
  const typed = ref('')
  const given = ref('')
  const { session, state, failure, open } = useMember(async () => {
    if (given.value && !scene.value) await looking.run(given.value)
  }, true)

  const looking = useTask(async (word: string) => {
    scene.value = await readScene(word)
  })

  const scanning = useTask(async () => {
    const word = await scan()
    if (word) await looking.run(word)
  })

  /** What was typed may be the bare word or the whole address under the code. */
  async function look(): Promise<void> {
    const word = sceneIn(typed.value)
    if (word) await looking.run(word)
    else looking.failure = '没有认出来，请核对海报二维码下面的一串字符'
  }

  function again(): void {
    scene.value = undefined
    given.value = ''
  }

  return { session, state, failure, open, scene, typed, given, looking, scanning, look, again }
}
