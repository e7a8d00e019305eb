using Paretune.Training.Trainers;

namespace CodeLines;

/// <summary>
/// Trains networks that predict from the bytes of a line which language the line is written in. Reads files from <c>data/LANGUAGE/</c> in
/// the trainer's folder.
/// </summary>
public sealed class CodeLinesTrainer : ITrainer
{
    public ITraining Start(TrainingOrder order) =>
        new CodeLinesTraining(order, LineFiles.Read(Path.Combine(order.Folder, "data"), order.Job.Seed));
}
