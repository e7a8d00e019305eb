using Paretune.Tuning.Specs;

namespace Paretune.Testing;

/// <summary>The declaration of a custom trainer, and one with errors.</summary>
internal static class LinesTrainer
{
    public const string Name = "lines";

    public const string Declared = """
        assembly: Lines.dll
        description: Lines of text
        hyperparameters:
          channels: { kind: whole, min: 1, max: 512, default: 16 }
          dropout: { kind: number, min: 0, max: 0.9, default: 0.1 }
          pooling: { kind: choice, values: [max, mean], default: max }
        """;

    public const string DeclaredWrongly = "assembly: ../Lines.dll";

    public static TrainerReadResult Usable { get; } = TrainerReader.Read(Name, new StringReader(Declared));

    public static TrainerReadResult Broken { get; } = TrainerReader.Read("torn", new StringReader(DeclaredWrongly));
}
