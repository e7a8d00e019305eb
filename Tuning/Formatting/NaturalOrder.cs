namespace Paretune.Tuning.Formatting;

/// <summary>Compares names by the numbers in them: gpu2 comes before gpu10.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> one = x, other = y;
        while (!one.IsEmpty && !other.IsEmpty)
        {
            var (left, right) = (Length(one), Length(other));
            if (ComparePart(one[..left], other[..right]) is not 0 and var order)
                return order;
            one = one[left..];
            other = other[right..];
        }

        return one.Length != other.Length ? one.Length - other.Length : string.CompareOrdinal(x, y);
    }

    /// <summary>Returns the length of the leading run of digits, or 1 for any other character.</summary>
    private static int Length(ReadOnlySpan<char> text) =>
        Math.Max(1, text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length);

    private static int ComparePart(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (!char.IsAsciiDigit(one[0]) || !char.IsAsciiDigit(other[0]))
            return one.SequenceCompareTo(other);
        ReadOnlySpan<char> left = one.TrimStart('0'), right = other.TrimStart('0');
        return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
    }
}
