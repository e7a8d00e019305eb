using System.Buffers.Binary;
using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>A numpy array.</summary>
/// <param name="Type">The code of numpy's element type, such as u1; empty if it is missing.</param>
/// <param name="IsColumnMajor">Whether it is stored in Fortran order, column by column.</param>
internal sealed record PickledArray(int[] Shape, byte[] Bytes, string Type, bool IsColumnMajor)
{
    /// <summary>The type uint8.</summary>
    public const string Bytewise = "u1";
}

/// <summary>
/// Reads the pickles in CIFAR's Python archives (https://docs.python.org/3/library/pickle.html, protocols 2 to 4): dictionaries, lists,
/// texts, whole numbers and numpy arrays of bytes. A pickle is a program that may name any function; here none is called, and a pickle that
/// names others than numpy's constructors is rejected.
/// </summary>
internal sealed class Pickle : IDisposable
{
    private const int Mark = '(';

    // Names that numpy arrays use: kept on the stack and compared, but never called.
    private static readonly string[] Known =
    [
        "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy ndarray", "numpy dtype", "_codecs encode",
    ];

    private readonly BinaryReader _in;
    private readonly Stack<object?> _stack = new();
    private readonly Dictionary<int, object?> _memo = [];

    private Pickle(Stream stream) => _in = new(stream, Encoding.Latin1, leaveOpen: true);

    /// <returns>Dictionaries by text, lists, texts, bytes, <see cref="long"/> and <see cref="PickledArray"/>.</returns>
    /// <exception cref="InvalidDataException">The pickle contains something else, or ends early.</exception>
    public static object? Read(Stream stream)
    {
        try
        {
            using var pickle = new Pickle(stream);
            return pickle.Run();
        }
        // Instructions on values that do not fit them fail in many ways; only errors of the disk have another cause.
        catch (Exception broken) when (broken is EndOfStreamException or not (IOException or InvalidDataException))
        {
            throw new InvalidDataException($"this pickle is incomplete or damaged ({broken.Message}); copy or "
                + "download it again");
        }
    }

    public void Dispose() => _in.Dispose();

    private object? Run()
    {
        while (true)
        {
            var code = _in.ReadByte();
            if (code == '.')
                return _stack.Pop();
            if (!Value(code) && !Collection(code) && !Object(code))
                throw new InvalidDataException("a pickle must hold plain values and numpy arrays of bytes, but has the instruction "
                    + $"0x{code:X2}");
        }
    }

    private bool Value(byte code)
    {
        switch (code)
        {
            case 0x80: _in.ReadByte(); break;                                                // PROTO
            case 0x95: _in.ReadInt64(); break;                                               // FRAME
            case (byte)'N': _stack.Push(null); break;
            case 0x88 or 0x89: _stack.Push(code == 0x88); break;
            case (byte)'J': _stack.Push((long)_in.ReadInt32()); break;
            case (byte)'K': _stack.Push((long)_in.ReadByte()); break;
            case (byte)'M': _stack.Push((long)_in.ReadUInt16()); break;
            case 0x8a: _stack.Push(Long(Bytes(_in.ReadByte()))); break;
            case (byte)'U' or (byte)'C': _stack.Push(Bytes(_in.ReadByte())); break;          // SHORT_BINSTRING, SHORT_BINBYTES
            case (byte)'T' or (byte)'B': _stack.Push(Bytes(_in.ReadInt32())); break;         // BINSTRING, BINBYTES
            case (byte)'X': _stack.Push(Encoding.UTF8.GetString(Bytes(_in.ReadInt32()))); break;
            case 0x8c: _stack.Push(Encoding.UTF8.GetString(Bytes(_in.ReadByte()))); break;
            case (byte)'q': _memo[_in.ReadByte()] = _stack.Peek(); break;
            case (byte)'r': _memo[_in.ReadInt32()] = _stack.Peek(); break;
            case 0x94: _memo[_memo.Count] = _stack.Peek(); break;
            case (byte)'h': _stack.Push(Remembered(_in.ReadByte())); break;
            case (byte)'j': _stack.Push(Remembered(_in.ReadInt32())); break;
            default: return false;
        }

        return true;
    }

    private bool Collection(byte code)
    {
        switch (code)
        {
            case Mark: _stack.Push(this); break; // the reader itself marks the position, because no value can equal it
            case (byte)'}': _stack.Push(new Dictionary<string, object?>()); break;
            case (byte)']': _stack.Push(new List<object?>()); break;
            case (byte)')': _stack.Push(Array.Empty<object?>()); break;
            case (byte)'t': _stack.Push(SinceMark()); break;
            case 0x85 or 0x86 or 0x87: _stack.Push(Last(code - 0x84)); break;
            case (byte)'a': Append(Last(1)); break;
            case (byte)'e': Append(SinceMark()); break;
            case (byte)'s': Set(Last(2)); break;
            case (byte)'u': Set(SinceMark()); break;
            default: return false;
        }

        return true;
    }

    private bool Object(byte code)
    {
        switch (code)
        {
            case (byte)'c': _stack.Push(Named(Line(), Line())); break;
            case 0x93: var name = Last(2); _stack.Push(Named(Text(name[0]), Text(name[1]))); break;
            case (byte)'R': var call = Last(2); _stack.Push(Made((Global)call[0]!, (object?[])call[1]!)); break;
            case (byte)'b': var state = _stack.Pop(); ((Building)_stack.Peek()!).State = state; break;
            default: return false;
        }

        return true;
    }

    private static Global Named(string module, string name) => Known.Contains($"{module} {name}") ? new(name)
        : throw new InvalidDataException($"a pickle may only refer to numpy's arrays, but this one refers to {module}.{name}, which "
            + "is not run; it is not a "
            + "CIFAR dataset");

    // Pickled bytes may be a text and its encoding; all other objects receive their state later.
    private static object Made(Global what, object?[] arguments) => what.Name == "encode"
        ? Encoding.Latin1.GetBytes(Text(arguments[0])) : new Building(what.Name, arguments);

    private object? Remembered(int at) =>
        _memo.TryGetValue(at, out var value) ? value : throw new InvalidOperationException($"nothing is stored as {at}");

    private object?[] SinceMark()
    {
        var items = new List<object?>();
        while (_stack.Pop() is var item && !ReferenceEquals(item, this))
            items.Add(item);
        items.Reverse();
        return [.. items];
    }

    private object?[] Last(int count)
    {
        var items = new object?[count];
        for (var at = count - 1; at >= 0; at--)
            items[at] = _stack.Pop();
        return items;
    }

    private void Append(object?[] items) => ((List<object?>)_stack.Peek()!).AddRange(items);

    private void Set(object?[] pairs)
    {
        var target = (Dictionary<string, object?>)_stack.Peek()!;
        for (var at = 0; at + 1 < pairs.Length; at += 2)
            target[Text(pairs[at])] = pairs[at + 1] is Building built ? built.Array() : pairs[at + 1];
    }

    private byte[] Bytes(int count) =>
        count >= 0 && _in.ReadBytes(count) is var bytes && bytes.Length == count ? bytes : throw new EndOfStreamException("it ends early");

    private string Line()
    {
        var line = new StringBuilder();
        while (_in.ReadByte() is var letter && letter != '\n')
            line.Append((char)letter);
        return line.ToString();
    }

    private static long Long(byte[] bytes)
    {
        var padded = new byte[8];
        if (bytes.Length > padded.Length)
            throw new InvalidDataException(
                $"a pickle must hold whole numbers of at most {padded.Length} bytes, but has one of {bytes.Length}; pickle it again with "
                + "smaller ones");
        bytes.CopyTo(padded, 0);
        return BinaryPrimitives.ReadInt64LittleEndian(padded);
    }

    /// <summary>Converts a text, which Python 2 stores as bytes.</summary>
    public static string Text(object? value) => value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : (string)value!;

    private sealed record Global(string Name);

    /// <summary>A numpy object before and after its state was set: (version, shape, dtype, order, bytes).</summary>
    private sealed class Building(string name, object?[] arguments)
    {
        public object? State { get; set; }

        // Such as ("u1", 0, 1) of a dtype.
        private string First => arguments is [string or byte[], ..] ? Text(arguments[0]) : "";

        public object? Array() => name == "_reconstruct" && State is object?[] { Length: 5 } state && state[1] is object?[] shape
            && (state[4] is byte[] || state[4] is string)
            ? new PickledArray([.. shape.Select(side => checked((int)(long)side!))],
                state[4] as byte[] ?? Encoding.Latin1.GetBytes((string)state[4]!), (state[2] as Building)?.First ?? "", state[3] is true)
            : this;
    }
}
