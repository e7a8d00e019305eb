using System.Buffers.Binary;

namespace Paretune.Storage.Datasets;

/// <summary>Packs class indices into a split's file: one byte each, or two (little-endian) with more than 256 classes.</summary>
internal static class PackedLabels
{
    private const int ByteClasses = byte.MaxValue + 1;

    /// <summary>The maximum number of classes of a dataset: what two bytes can represent.</summary>
    public const int MostClasses = ushort.MaxValue + 1;

    /// <summary>Returns the number of bytes per label.</summary>
    public static int Width(int classes) => classes <= ByteClasses ? 1 : 2;

    public static byte[] Pack(ushort[] labels, int width)
    {
        var bytes = new byte[labels.Length * width];
        foreach (var (at, label) in labels.Index())
        {
            if (width == 1)
                bytes[at] = checked((byte)label);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at * width), label);
        }

        return bytes;
    }

    public static ushort[] Unpack(byte[] bytes, int width)
    {
        var labels = new ushort[bytes.Length / width];
        for (var at = 0; at < labels.Length; at++)
            labels[at] = width == 1 ? bytes[at] : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at * width));
        return labels;
    }
}
