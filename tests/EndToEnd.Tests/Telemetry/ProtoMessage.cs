using System.Buffers.Binary;
using System.Text;

namespace Paretune.EndToEnd.Tests.Telemetry;

/// <summary>A protobuf message decoded without a schema: numbered fields, each a number or bytes.</summary>
internal sealed class ProtoMessage
{
    private const int VarintType = 0, Fixed64Type = 1, BytesType = 2, Fixed32Type = 5;

    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> data)
    {
        for (var at = 0; at < data.Length;)
        {
            var key = Varint(data.Span, ref at);
            var field = (int)(key >> 3);
            switch ((int)(key & 7))
            {
                case VarintType: _fields.Add((field, Varint(data.Span, ref at), default)); break;
                case Fixed64Type: _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(data.Span[at..]), default)); at += 8; break;
                case Fixed32Type: _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(data.Span[at..]), default)); at += 4; break;
                case BytesType:
                    var length = (int)Varint(data.Span, ref at);
                    _fields.Add((field, 0, data.Slice(at, length)));
                    at += length;
                    break;
                default: throw new InvalidDataException($"field {field} has the wire type {key & 7}, which OTLP does not use");
            }
        }
    }

    public ulong Number(int field) => _fields.FirstOrDefault(one => one.Field == field).Number;

    public string Text(int field) => Encoding.UTF8.GetString(_fields.FirstOrDefault(one => one.Field == field).Bytes.Span);

    public string Hex(int field) => Convert.ToHexStringLower(_fields.FirstOrDefault(one => one.Field == field).Bytes.Span);

    public IEnumerable<ProtoMessage> Messages(int field) =>
        _fields.Where(one => one.Field == field).Select(one => new ProtoMessage(one.Bytes));

    /// <summary>Returns OpenTelemetry's KeyValues in a field, with their values as text.</summary>
    public Dictionary<string, string> Attributes(int field) =>
        Messages(field).ToDictionary(pair => pair.Text(1), pair => pair.Messages(2).Select(Value).FirstOrDefault(""));

    /// <summary>Returns an AnyValue as text.</summary>
    public static string Value(ProtoMessage any) => any._fields.Select(one => one.Field switch
    {
        1 => Encoding.UTF8.GetString(one.Bytes.Span),
        2 => one.Number != 0 ? "true" : "false",
        3 => FormattableString.Invariant($"{(long)one.Number}"),
        4 => FormattableString.Invariant($"{BitConverter.UInt64BitsToDouble(one.Number)}"),
        _ => $"field {one.Field}",
    }).FirstOrDefault("");

    private static ulong Varint(ReadOnlySpan<byte> data, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = data[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
