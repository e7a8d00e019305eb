using Paretune.Training.Trainers;

namespace CodeLines;

/// <summary>
/// Tells by the bytes of a line which of some languages it is written in. Its data: <c>data/LANGUAGE/</c> with files, in its folder.
/// </summary>
public sealed class CodeLinesTrainer : ITrainer
{
    public ITraining Start(TrainingOrder order) =>
        new CodeLinesTraining(order, LineFiles.Read(Path.Combine(order.Folder, "data"), order.Job.Seed));
}
