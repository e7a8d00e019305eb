using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace Paretune.Client.Output;

/// <summary>
/// Writes scalars as a TensorBoard event file: records of a length and an event message, each followed by a masked CRC-32C. Formats:
/// tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto.
/// </summary>
internal sealed class TensorBoardFile(Stream stream)
{
    private const uint MaskDelta = 0xa282ead8;

    // Field numbers of event.proto and summary.proto.
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, Value = 1, Tag = 1, SimpleValue = 2;

    /// <summary>Writes the first record of a file.</summary>
    public void Begin(DateTimeOffset at) => Write(Message(output =>
    {
        WriteTime(output, at);
        output.WriteTag(FileVersion, WireFormat.WireType.LengthDelimited);
        output.WriteString("brain.Event:2");
    }));

    public void Add(DateTimeOffset at, int step, IEnumerable<(string Tag, double Value)> scalars) => Write(Message(output =>
    {
        WriteTime(output, at);
        output.WriteTag(Step, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        output.WriteTag(Summary, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(summary =>
        {
            foreach (var (tag, value) in scalars)
            {
                summary.WriteTag(Value, WireFormat.WireType.LengthDelimited);
                summary.WriteBytes(Message(scalar =>
                {
                    scalar.WriteTag(Tag, WireFormat.WireType.LengthDelimited);
                    scalar.WriteString(tag);
                    scalar.WriteTag(SimpleValue, WireFormat.WireType.Fixed32);
                    scalar.WriteFloat((float)value);
                }));
            }
        }));
    }));

    private static void WriteTime(CodedOutputStream output, DateTimeOffset at)
    {
        output.WriteTag(WallTime, WireFormat.WireType.Fixed64);
        output.WriteDouble((at - DateTimeOffset.UnixEpoch).TotalSeconds);
    }

    private static ByteString Message(Action<CodedOutputStream> fields)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            fields(output);
        return ByteString.CopyFrom(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private void Write(ByteString message)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)message.Length);
        stream.Write(length);
        WriteSum(length);
        stream.Write(message.Span);
        WriteSum(message.Span);
    }

    private void WriteSum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, BitOperations.RotateRight(~crc, 15) + MaskDelta);
        stream.Write(sum);
    }
}
