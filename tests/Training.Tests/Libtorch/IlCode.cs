using System.Reflection;
using System.Reflection.Emit;

namespace Paretune.Training.Tests.Libtorch;

/// <summary>The instructions of a compiled method.</summary>
internal static class IlCode
{
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Returns each instruction, with the method that it calls or refers to.</summary>
    public static IEnumerable<(OpCode Code, MethodBase? Called)> Read(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < bytes.Length;)
        {
            var code = Codes[bytes[at] == TwoBytes ? (short)(TwoBytes << 8 | bytes[at + 1]) : bytes[at]];
            at += code.Size;
            yield return (code, code.OperandType is OperandType.InlineMethod or OperandType.InlineTok
                ? Resolve(method, BitConverter.ToInt32(bytes, at)) : null);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(bytes, at),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token, method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null) as MethodBase;
}
