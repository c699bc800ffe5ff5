export { countMisses } from './count-misses.ts';
export {
  beginGuess,
  countByAddress,
  forgetGuesses,
  takeBackGuess,
  type Guess,
  type GuessedAt,
} from './guess.ts';
