using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests;

/// <summary>Adds two trainers to a test's home: one that works, and one whose declaration has errors.</summary>
internal static class ListedTrainers
{
    public const string Name = LinesTrainer.Name;

    public static TrainerReadResult Usable => LinesTrainer.Usable;

    public static TrainerReadResult Broken => LinesTrainer.Broken;

    public static void Lay(string home)
    {
        Lay(home, Name, LinesTrainer.Declared);
        Lay(home, Broken.Name, LinesTrainer.DeclaredWrongly);
    }

    private static void Lay(string home, string name, string declaration) => File.WriteAllText(
        Path.Combine(Directory.CreateDirectory(Path.Combine(home, "trainers", name)).FullName, TrainerReader.FileName), declaration);
}
