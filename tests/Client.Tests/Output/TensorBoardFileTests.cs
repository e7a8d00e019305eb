using Google.Protobuf;
using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class TensorBoardFileTests
{
    [Fact]
    public void The_first_record_is_the_one_tensorboard_looks_for()
    {
        using var stream = new MemoryStream();

        new TensorBoardFile(stream).Begin(DateTimeOffset.UnixEpoch.AddSeconds(1.5));

        // Length 24; wall_time 1.5; file_version "brain.Event:2". Both sums by a CRC-32C computed bit by bit.
        var bytes = stream.ToArray();
        Assert.Equal("1800000000000000", Convert.ToHexString(bytes[..8]));
        Assert.Equal("09000000000000F83F1A0D627261696E2E4576656E743A32", Convert.ToHexString(bytes[12..36]));
        Assert.Equal(Masked(bytes[..8]), BitConverter.ToUInt32(bytes, 8));
        Assert.Equal(Masked(bytes[12..36]), BitConverter.ToUInt32(bytes, 36));
        Assert.Equal(40, bytes.Length);
    }

    [Fact]
    public void Scalars_are_read_back_with_their_step()
    {
        using var stream = new MemoryStream();

        new TensorBoardFile(stream).Add(DateTimeOffset.UnixEpoch, step: 3, [("loss/train", 0.5), ("accuracy/train", 0.25)]);

        var bytes = stream.ToArray();
        var fields = Fields(bytes[12..^4]);
        Assert.Equal(3L, fields.Single(field => field.Number == 2).Value);
        var values = Fields((byte[])fields.Single(field => field.Number == 5).Value).Select(field => Fields((byte[])field.Value)).ToList();
        Assert.Equal(["loss/train", "accuracy/train"], values.Select(value => System.Text.Encoding.UTF8.GetString((byte[])value[0].Value)));
        Assert.Equal([0.5f, 0.25f], values.Select(value => (float)value[1].Value));
    }

    [Fact]
    public void The_sum_is_crc_32c() => Assert.Equal(0xe3069283u, Crc("123456789"u8.ToArray()));

    private static List<(int Number, object Value)> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        var fields = new List<(int, object)>();
        while (input.ReadTag() is var tag and not 0)
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadInt64(),
                WireFormat.WireType.Fixed32 => input.ReadFloat(),
                WireFormat.WireType.Fixed64 => input.ReadDouble(),
                _ => input.ReadBytes().ToByteArray(),
            }));
        return fields;
    }

    private static uint Masked(byte[] bytes)
    {
        var crc = Crc(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }

    // Castagnoli's polynomial, reflected.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        return ~crc;
    }
}
