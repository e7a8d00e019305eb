using Paretune.Tuning.Strategies;

namespace Paretune.Storage.Datasets;

/// <summary>
/// Random draws for the built-in images and the test split of an import. They use the upper half of each number, unlike
/// <see cref="SplitMix64.Below"/>, and must not change: other draws would be other images under the same name.
/// </summary>
internal static class ImageDraws
{
    extension(SplitMix64 random)
    {
        /// <summary>Returns a whole number from 0 up to, but not including, <paramref name="bound"/>.</summary>
        public int UpTo(int bound) => (int)(((random.Next() >> 32) * (ulong)bound) >> 32);

        /// <summary>Returns a whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
        public int Between(int least, int most) => least + random.UpTo(most - least + 1);

        public void Shuffle<T>(Span<T> items)
        {
            for (var left = items.Length; left > 1; left--)
            {
                var other = random.UpTo(left);
                (items[left - 1], items[other]) = (items[other], items[left - 1]);
            }
        }
    }
}
