using System.Buffers.Binary;
using System.Text;

namespace Paretune.Training.Libtorch;

/// <summary>
/// Makes TorchSharp's native library load if libstdc++ is older than GCC 13. The library needs GLIBCXX_3.4.32 for one symbol,
/// <c>std::ios_base_library_init()</c>, which only triggers static initialization that older libstdc++ performs anyway.
/// </summary>
/// <remarks>Supports only 64-bit little-endian ELF, the only kind that TorchSharp ships for Linux.</remarks>
internal static class ElfPatch
{
    public const string MissingVersion = "GLIBCXX_3.4.32";
    private const string PresentVersion = "GLIBCXX_3.4.30";
    private const string MissingSymbol = "_ZSt21ios_base_library_initv";

    // Any imported function without arguments and side effects works; the library already imports this one.
    private const string HarmlessSymbol = "_ZN3c108GradMode10is_enabledEv";

    private const uint DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24;
    private const ushort Unversioned = 1;

    /// <summary>Patches the bytes of the library in place.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a library, or need no patch.</exception>
    public static void Apply(Span<byte> elf)
    {
        if (elf.Length < 64 || !elf[..6].SequenceEqual("\u007FELF\u0002\u0001"u8))
            throw new InvalidDataException("the library to patch must be a 64-bit little-endian ELF file");
        var symbols = Section(elf, DynamicSymbols);
        RedirectVersion(elf, Section(elf, VersionNeeds));
        RenameSymbol(elf, symbols, Section(elf, SymbolVersions));
    }

    private static void RedirectVersion(Span<byte> elf, ElfSection needs)
    {
        var missing = Auxiliary(elf, needs, MissingVersion);
        var present = Auxiliary(elf, needs, PresentVersion);
        elf.Slice(present, 4).CopyTo(elf[missing..]);         // vna_hash
        elf.Slice(present + 8, 4).CopyTo(elf[(missing + 8)..]); // vna_name
    }

    private static void RenameSymbol(Span<byte> elf, ElfSection symbols, ElfSection versions)
    {
        var missing = Symbol(elf, symbols, MissingSymbol);
        var harmless = Symbol(elf, symbols, HarmlessSymbol);
        elf.Slice(symbols.Offset + harmless * SymbolSize, 4).CopyTo(elf[(symbols.Offset + missing * SymbolSize)..]); // st_name
        BinaryPrimitives.WriteUInt16LittleEndian(elf[(versions.Offset + missing * 2)..], Unversioned);
    }

    private static ElfSection Section(ReadOnlySpan<byte> elf, uint type)
    {
        var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var i = 0; i < count; i++)
        {
            var header = elf[(table + i * size)..];
            if (Read32(header, 4) != type)
                continue;
            var strings = elf[(table + (int)Read32(header, 0x28) * size)..];
            return new(Read64(header, 0x18), Read64(header, 0x20), Strings: Read64(strings, 0x18));
        }

        throw new InvalidDataException($"the library to patch has no section of type 0x{type:x}");
    }

    /// <summary>Returns the offset of a version's entry in .gnu.version_r.</summary>
    private static int Auxiliary(ReadOnlySpan<byte> elf, ElfSection needs, string version)
    {
        for (var need = needs.Offset; ;)
        {
            for (var aux = need + (int)Read32(elf, need + 8); ;)
            {
                if (IsString(elf, needs.Strings + (int)Read32(elf, aux + 8), version))
                    return aux;
                if (Read32(elf, aux + 12) is 0)
                    break;
                aux += (int)Read32(elf, aux + 12);
            }

            if (Read32(elf, need + 12) is 0)
                throw new InvalidDataException($"the library to patch does not need {version}");
            need += (int)Read32(elf, need + 12);
        }
    }

    private static int Symbol(ReadOnlySpan<byte> elf, ElfSection symbols, string name)
    {
        for (var i = 0; i < symbols.Size / SymbolSize; i++)
        {
            if (IsString(elf, symbols.Strings + (int)Read32(elf, symbols.Offset + i * SymbolSize), name))
                return i;
        }

        throw new InvalidDataException($"the library to patch does not import {name}");
    }

    private static bool IsString(ReadOnlySpan<byte> elf, int offset, string text) =>
        elf[offset..].StartsWith(Encoding.ASCII.GetBytes(text)) && elf[offset + text.Length] == 0;

    private static uint Read32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static int Read64(ReadOnlySpan<byte> bytes, int offset) =>
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]));

    private readonly record struct ElfSection(int Offset, int Size, int Strings);
}
