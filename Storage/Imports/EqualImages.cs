using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Paretune.Storage.Imports;

/// <summary>
/// Finds images of a dataset that are equal in every pixel, because they make metrics look better, or classes harder, than they are.
/// </summary>
/// <param name="imageBytes">Bytes per image.</param>
internal sealed class EqualImages(int imageBytes)
{
    private readonly Dictionary<UInt128, (ushort Label, bool Trains)> _seen = [];
    private readonly byte[] _image = new byte[imageBytes];
    private int _filled, _repeated, _leaked, _torn;
    private (ushort, ushort)? _tornBetween;

    /// <summary>Passes on the blocks of one split and checks each image in them.</summary>
    /// <param name="trains">Whether the split is the training images, which must come first.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Watch(SourceSplit split, bool trains)
    {
        var at = 0;
        foreach (var block in split.Pixels)
        {
            for (var rest = block; !rest.IsEmpty;)
            {
                var part = rest[..Math.Min(rest.Length, imageBytes - _filled)];
                part.CopyTo(_image.AsMemory(_filled));
                (_filled, rest) = (_filled + part.Length, rest[part.Length..]);
                if (_filled < imageBytes)
                    continue;
                Add(split.Labels[at++], trains);
                _filled = 0;
            }

            yield return block;
        }
    }

    /// <summary>Returns a sentence for each kind of equal images found.</summary>
    /// <param name="held">The number of test and validation images.</param>
    public IEnumerable<string> Describe(IReadOnlyList<string> classes, int train, int held)
    {
        if (_leaked > 0)
            yield return $"Equal images: {_leaked} of {held} test or validation images are also training images; metrics "
                + "on them are unreliable.";
        if (_repeated > 0)
            yield return $"Equal images: {_repeated} of {train} training images repeat another one; if validation images are drawn "
                + "from them, some are also trained on.";
        if (_tornBetween is var (one, other))
            yield return $"Equal images: {_torn} are also in another class, such as \"{classes[one]}\" and \"{classes[other]}\"; no model "
                + "can distinguish those.";
    }

    private void Add(ushort label, bool trains)
    {
        var digest = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(_image));
        if (_seen.TryAdd(digest, (label, trains)))
            return;
        var before = _seen[digest];
        _repeated += trains ? 1 : 0;
        _leaked += before.Trains && !trains ? 1 : 0;
        if (before.Label == label)
            return;
        _torn++;
        _tornBetween ??= (before.Label, label);
    }
}
