/**
 * What a function of one's own may look like: it goes by the colour of the picture, which stands for whatever a real one
 * would look for. Plain JavaScript, deployed as it is.
 */
const REFUSED = '#fe01aa';
const REFUSED_WITHOUT_A_WORD = '#aafe01';
const FAULTY = '#01aafe';
const UNDECIDED = '#7f01fe';

exports.handler = async ({ dominant_color: color, pictures }) => {
  if (pictures.keys.length === 0) throw new Error('there is nothing to look at');
  if (color === REFUSED) return { outcome: 'rejected', reason: 'pink-picture' };
  if (color === REFUSED_WITHOUT_A_WORD) return { outcome: 'rejected' };
  if (color === FAULTY) throw new Error('blue breaks it');
  if (color === UNDECIDED) return { outcome: 'maybe' };
  return { outcome: 'accepted' };
};
